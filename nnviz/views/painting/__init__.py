"""The one painter of scenes, in parts."""
