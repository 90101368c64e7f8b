"""The roads a bundle can take to its receiver; trust lies in the bundle, never in the road."""
