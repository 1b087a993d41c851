"""The search: what is found (`records`), by which words (`words`), and the small files that the browser asks for (`index`)."""
