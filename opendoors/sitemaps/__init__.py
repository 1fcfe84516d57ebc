"""What search engines ask for: `sections` joins what the apps offer, `writing` makes XML of it, `views` answers."""
