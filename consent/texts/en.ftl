### English texts of consent/: rules, remedies, consent documents. Message ids are those of the rules, dots as hyphens.
