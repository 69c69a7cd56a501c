"""What a stranger has to do for each task: an empty instance, real browsers, every click, page and second counted."""
