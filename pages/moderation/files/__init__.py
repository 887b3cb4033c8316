"""Files that somebody approved: nobody changes them, and a take-down alone removes one."""
