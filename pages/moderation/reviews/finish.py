"""What Wagtail calls when the last step has approved; it reads this while its models are being made."""


def publish_approved(workflow_state, user=None):
    """Publish what was approved; see ``publishing.publish_approved``."""
    from pages.moderation.publishing.publish import publish_approved

    publish_approved(workflow_state, user)
