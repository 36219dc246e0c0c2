"""What every app may use and none owns: letters, pictures, fields of the desk. Knows no app."""
