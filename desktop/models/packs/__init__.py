"""What an office knows as data: indicators, forms, periods, kinds, rules, templates."""
