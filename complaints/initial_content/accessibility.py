"""The accessibility statement: it claims nothing that has not been tested."""

import datetime

from .blocks import links, text

ACCESSIBILITY = {
    "title": "Accessibility statement",
    "slug": "accessibility-statement",
    "compliance": "not",
    "introduction": [
        text(
            "<p>This statement is about this website, which holds Northamptonshire Police’s "
            "responses to super-complaints. It is not about northants.police.uk.</p>"
            "<p>We want as many people as possible to be able to use it. It is meant to work "
            "with:</p>"
            "<ul><li>text made larger, and on the screen of a telephone</li>"
            "<li>a keyboard alone</li>"
            "<li>a screen reader</li>"
            "<li>scripts switched off</li></ul>"
            "<p>That is what we designed it for. It has not been tested yet, so we do not say that "
            "it does all of this.</p>"
        )
    ],
    "known_problems": [
        text(
            "<h3>What we have not tested yet</h3>"
            "<p>We do not know yet which parts of this website meet the standard: nobody has checked "
            "it, and people who use assistive technology have not tried it. Until that is done we "
            "treat all of it as not compliant.</p>"
            "<h3>Content of others</h3>"
            "<p>We link to reports and laws on other websites, such as GOV.UK. We do not control "
            "whether those are accessible.</p>"
        )
    ],
    "contact": [
        text(
            "<p>If you find a problem that is not listed here, or think that we do not meet the "
            'accessibility requirements, tell us with the <a href="/feedback/">feedback form</a>. It '
            "does not ask who you are, so we cannot reply.</p>"
            "<p>If you need an answer, or something from this website in another format, such as "
            "large print, easy read, audio or braille:</p>"
            "<ul><li>call 101</li>"
            "<li>use text relay on 18001 101 if you are deaf or cannot speak on the telephone</li>"
            '<li>go to <a href="https://www.northants.police.uk/">northants.police.uk</a></li></ul>'
            "<p>Say that it is about the super-complaints website, which page, and what format you "
            "need. In an emergency call 999.</p>"
        )
    ],
    "enforcement": [
        text(
            "<p>The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies "
            "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If you are "
            "not happy with how we respond, contact the Equality Advisory and Support Service "
            "(EASS).</p>"
        ),
        links(
            (
                "Equality Advisory and Support Service",
                "https://www.equalityadvisoryservice.com/",
            ),
            (
                "The accessibility regulations of 2018",
                "https://www.legislation.gov.uk/uksi/2018/952/contents",
            ),
        ),
    ],
    "tested_by": (
        "This website has not been tested against the Web Content Accessibility Guidelines yet. "
        "This statement will be changed when it has been."
    ),
    "prepared_on": datetime.date(2026, 11, 24),
}
