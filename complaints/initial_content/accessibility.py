"""The accessibility statement: it claims nothing that the tests of this project do not show."""

import datetime

from .blocks import links, text

ACCESSIBILITY = {
    "title": "Accessibility statement",
    "slug": "accessibility-statement",
    "compliance": "partially",
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
            "<p>We have tested all of these but the screen reader, as this statement says below.</p>"
            "<h2>The Escape key</h2>"
            "<p>On this website, pressing the Escape key once leaves for another website at once and "
            "clears what you typed. This helps people who must not be seen here. Escape is the only key "
            "that does something of its own here. If you press it for another reason, you can turn this "
            "off: "
            '<a href="/staying-safe-online/#escape-key">How the Escape key works here</a>. It does '
            "nothing if scripts are switched off. The link “Leave this site” works in any case.</p>"
        )
    ],
    "known_problems": [
        text(
            "<h3>What we have not tested yet</h3>"
            "<p>People who use assistive technology have not tried this website, and we have not "
            "tried it with a screen reader. There may be problems that we do not know of.</p>"
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
        "On 24 November 2026 the makers of this website tested every page of its first content with "
        "the axe rules for WCAG 2.2 level AA, 320 and 1280 pixels wide, and found no failure. They "
        "looked at every kind of page at both widths, used the pages with a keyboard alone, and read "
        "a response with scripts switched off. Automatic rules find only some of the problems there "
        "can be."
    ),
    "prepared_on": datetime.date(2026, 11, 24),
}
