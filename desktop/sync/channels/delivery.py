"""One call for every road: hand a bundle over, or try whether it could be."""

from datetime import datetime

from desktop.sync.channels.channel import Channel
from desktop.sync.channels.parcel import Delivered, Parcel, Progress


def deliver(
    channel: Channel, password: str, parcel: Parcel, progress: Progress, subject: str, at: datetime
) -> Delivered:
    """Hand a bundle over by a channel; raises SendRefusal where that cannot be done now."""
    if channel.kind == "webdav":
        from desktop.sync.channels import webdav

        return webdav.send(channel, password, parcel, progress)
    if channel.kind == "smtp":
        from desktop.sync.channels import mail

        return mail.send(channel, password, parcel, progress, subject, at)
    from desktop.sync.channels import folder

    return folder.send(channel, parcel, progress)


def try_out(channel: Channel, password: str) -> Delivered:
    """Do all that sending does with a few bytes; raises SendRefusal."""
    if channel.kind == "webdav":
        from desktop.sync.channels import webdav

        return webdav.try_out(channel, password)
    if channel.kind == "smtp":
        from desktop.sync.channels import mail

        return mail.try_out(channel, password)
    from desktop.sync.channels import folder

    return folder.try_out(channel)
