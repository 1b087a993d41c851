"""The tools of the GTM course: Markdown → page model → rules, site and exports."""
