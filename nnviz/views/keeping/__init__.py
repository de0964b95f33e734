"""Opening and saving documents, keeping them without being asked, and finding them again."""
