"""How everything looks: themes, fonts, icons, and the words of widgets."""
