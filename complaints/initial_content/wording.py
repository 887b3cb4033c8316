"""What stands on every page of the site."""

from .support import ON_SENSITIVE_PAGES

SITE_NAME = "Northamptonshire Police: super-complaints"

WORDING = {
    "force_name": "Northamptonshire Police",
    "service_name": "Super-complaints",
    "brand_colour": "#14295a",
    "main_site_address": "https://www.northants.police.uk/",
    "phase": "beta",
    "phase_sentence": ("This site is a beta: it is work in progress. Your feedback helps us make it better."),
    "phase_link_text": "Tell us what you think",
    "contact": (
        "<p>If someone is in danger or a crime is happening now, call <b>999</b>. "
        "If you are deaf or cannot speak on the telephone, use <b>18000</b>, or text 999 "
        "if you have registered your telephone.</p>"
        "<p>If it is not an emergency, call <b>101</b>, or 18001 101 by text relay.</p>"
    ),
    "support_services": [("service", service) for service in ON_SENSITIVE_PAGES],
}
