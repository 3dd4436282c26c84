from . import trade_estimate_wizard
from . import mail_compose_message
from . import trade_reminder_preview
from . import trade_reminder_skip
