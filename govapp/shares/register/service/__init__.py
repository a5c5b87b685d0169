"""Use cases of the register as a whole: links that are asked for, and who read whose page."""

from govapp.shares.register.service.links import OWN_PAGE, answer_asked_link, find_reader, send_sign_in_links
from govapp.shares.register.service.readings import note_reading, report_readings

__all__ = ["OWN_PAGE", "answer_asked_link", "find_reader", "note_reading", "report_readings", "send_sign_in_links"]
