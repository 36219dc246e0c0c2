"""What the admin pages of several apps share: below the apps, and knowing none of them."""
