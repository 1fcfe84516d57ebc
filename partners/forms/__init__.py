"""What people fill in: `partial_dates` holds the date box, `records` the records' forms, `rows` their inline rows,
`acts` the small forms that write an entry of a history."""
