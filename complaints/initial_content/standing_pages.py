"""The home page and the page around the feedback form."""

from .blocks import inset, text

HOME = {
    "title": "How Northamptonshire Police responds to super-complaints",
    "slug": "northamptonshire-police",
    "introduction": (
        "Super-complaints raise problems with policing that harm many people. Read what was "
        "recommended, what we answered and what we have done."
    ),
    "search_description": (
        "Northamptonshire Police’s responses to police super-complaints, recommendation by recommendation."
    ),
    "body": [
        text(
            "<h2>What you will find here</h2>"
            "<p>There is a page for each police super-complaint that we know of; all of them are on "
            '<a href="https://www.gov.uk/government/collections/police-super-complaints">GOV.UK</a> '
            "too. Each recommendation that we have responded to has a page of its own, with:</p>"
            "<ul><li>its exact wording, if the response quotes it</li>"
            "<li>whom it is addressed to and by when</li>"
            "<li>our position and what we do about it</li></ul>"
            "<p>Some responses are joint ones with the Northamptonshire Police, Fire and Crime "
            "Commissioner.</p>"
            "<h2>If you have a complaint of your own</h2>"
            "<p>Only designated organisations can make a super-complaint. To complain about "
            'something that happened to you, go to <a href="https://www.northants.police.uk/">'
            "northants.police.uk</a> or contact the "
            '<a href="https://www.policeconduct.gov.uk/">Independent Office for Police Conduct</a>.'
            "</p>"
        ),
        inset(
            "<p>You cannot report a crime on this site. If someone is in danger or a crime is "
            "happening now, call 999. Otherwise call 101.</p>"
        ),
    ],
}

FEEDBACK = {
    "title": "Feedback",
    "slug": "feedback",
    "summary": "Tell us what works on this site and what could be better.",
    "body": [
        inset(
            "<p>Do not report a crime here: nobody watches this form as messages come in.</p>"
            "<p>If someone is in danger or a crime is happening now, call <b>999</b>. Otherwise call "
            '<b>101</b> or go to <a href="https://www.northants.police.uk/">northants.police.uk</a>.'
            "</p>"
        ),
        text(
            "<p>Leave out names, addresses and other personal details, your own and other people’s. "
            "We do not ask who you are, so we cannot reply.</p>"
            "<p>We keep your answers and the time. If you followed a link from a page of this site, "
            "we keep the address of that page too. We delete all of it 12 months after we have dealt "
            "with it.</p>"
            "<p>A program looks for words that may mean danger, so that a person reads those messages "
            "first. Do not rely on it: call.</p>"
        ),
    ],
}
