"""The front page of the section: what super-complaints are, in plain words."""

from .blocks import details, links, text

INDEX = {
    "title": "Super-complaints",
    "slug": "super-complaints",
    "show_in_menus": True,
    "search_description": (
        "What each super-complaint is about, what was recommended, and what "
        "Northamptonshire Police has answered and done."
    ),
    "introduction": [
        text(
            "<p>A super-complaint raises a problem with policing that harms many people, not the "
            "case of one person. Designated organisations make super-complaints on behalf of the "
            "public when they see harmful patterns or trends.</p>"
            "<p>In the words of "
            '<a href="https://www.legislation.gov.uk/ukpga/2002/30/section/29A">section 29A of the '
            "Police Reform Act 2002</a>, it is about a feature, or combination of features, of "
            "policing that “is, or appears to be, significantly harming the interests of the "
            "public”.</p>"
        ),
        details(
            "Who makes super-complaints and who looks into them",
            "<p>Only the sixteen organisations that have been designated by regulations can make a "
            "super-complaint. If you want to complain about the police yourself, contact the police "
            "force or the Independent Office for Police Conduct.</p>"
            "<p>Three bodies assess, investigate and report on super-complaints:</p>"
            "<ul><li>His Majesty’s Inspectorate of Constabulary and Fire &amp; Rescue Services "
            "(HMICFRS)</li>"
            "<li>the College of Policing</li>"
            "<li>the Independent Office for Police Conduct (IOPC)</li></ul>"
            "<p>HMICFRS and senior representatives of the IOPC and the College of Policing decide "
            "whether a super-complaint is eligible for investigation. All that are can be found on "
            "GOV.UK.</p>",
        ),
        details(
            "What can come of an investigation",
            "<p>There can be one outcome or several:</p>"
            "<ul><li>an inspection by HMICFRS</li>"
            "<li>an investigation by the IOPC</li>"
            "<li>changes by the College of Policing to policing standards or to the material that "
            "supports them</li>"
            "<li>recommendations to one or more police forces to change what they do or their local "
            "policies</li>"
            "<li>recommendations to another public body or a government department to consider "
            "responding to the super-complaint or to a related matter</li></ul>",
        ),
        details(
            "What happens to recommendations",
            "<p>The three bodies expect the organisations that a recommendation names to act on it, "
            "and to consider whether they need to involve others to bring about change.</p>"
            "<p>After each investigation the three bodies may monitor, each by itself or together, "
            "what is done about the recommendations.</p>",
        ),
        details(
            "Why some pages say “Not in the source”",
            "<p>These pages replace a single page of the force’s website. Where that page does not "
            "give a recommendation’s number, a position, a status or a date, we say that it is not "
            "in the source. We do not guess.</p>"
            "<p>A date is shown as exactly as it is known: to the day, the month or the year.</p>",
        ),
        links(
            (
                "Police super-complaints on GOV.UK",
                "https://www.gov.uk/government/collections/police-super-complaints",
            ),
            (
                "Police Super-complaints (Designation and Procedure) Regulations 2018",
                "https://www.legislation.gov.uk/uksi/2018/748/contents",
            ),
        ),
    ],
}
