from ashes_club.scaffold import waiting

home = search = me = house_page = mail_list = mail_detail = waiting
