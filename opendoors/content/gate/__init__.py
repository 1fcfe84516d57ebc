"""The publish gate: rules that a text has to meet before readers get it, and waivers of what breaks one for a reason.

`severities` says which rule stops publishing; `findings` is what rules give; `manuscript` is what they read;
`destinations` knows where links to our own pages lead; `structure`, `links` and `words` hold the rules, `rules` names
them; `waivers` is the model; `gated` makes content pass the gate. Each imports only from those named before it.
"""
