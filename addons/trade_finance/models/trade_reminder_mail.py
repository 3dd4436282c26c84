import base64
import logging

from odoo import Command, api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

RENDERED = ("subject", "body_html", "email_from", "email_cc", "partner_to", "reply_to")


class TradeReminder(models.Model):
    """The mail to the customer: prepared for the composer, or queued by the run."""

    # One file for each subject of this model, none over 300 lines.
    _inherit = "trade.reminder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _one_by_one(self, leads, method):
        """Call `method` of all `leads`; if that fails, of each, to find the culprit."""
        if not leads:
            return
        try:
            with self.env.cr.savepoint():
                getattr(leads, method)()
            return
        except Exception as error:
            if len(leads) == 1:
                _logger.warning("Reminder %s failed", leads.id, exc_info=True)
                leads.mate_ids.write({"mail_state": "failed", "mail_error": str(error)})
                return
        self.invalidate_model()
        for lead in leads:
            self._one_by_one(lead, method)

    def _write_mails(self, rule):
        """Queue the mails of these letters, or say which are ready to be sent."""
        if not rule.mail_template_id:
            return
        able = self.filtered("recipient_id")
        (self - able).mate_ids.write({"mail_state": "no_email"})
        able.mate_ids.write({"mail_state": "ready"})
        if rule.send_mode == "automatic":
            self._one_by_one(able, "_queue_mails")

    def _queue_mails(self):
        """Put the mails in the queue, in each customer's language."""
        rule = self.rule_id
        rendered = rule.mail_template_id._generate_template(self.ids, RENDERED)
        values_list = [lead._prepare_mail_values(rendered[lead.id]) for lead in self]
        mails = self.env["mail.mail"].create(values_list)
        for lead, mail in zip(self, mails, strict=True):
            lead.mate_ids.message_id = mail.mail_message_id
        values = {"mail_state": "sent"}
        if not rule.activity_type_id:
            values["state"] = "sent"
        self.mate_ids.write(values)

    def _prepare_mail_values(self, rendered):
        """Return the values of the queued mail of a letter. Hook."""
        anchor = self._get_anchor()
        partner_ids = rendered.get("partner_ids") or self.recipient_id.ids
        return {
            "subject": rendered["subject"],
            "body": rendered["body_html"],
            "body_html": rendered["body_html"],
            "email_from": rendered["email_from"] or self.company_id.email_formatted,
            "email_cc": rendered.get("email_cc"),
            "reply_to": rendered.get("reply_to") or False,
            "author_id": self.user_id.partner_id.id or self.env.user.partner_id.id,
            "model": anchor._name,
            "res_id": anchor.id,
            "recipient_ids": [Command.set(partner_ids)],
            "attachment_ids": [Command.set(self._create_statement(anchor).ids)],
            "message_type": "email_outgoing",
            # The message stays in the chatter of the invoice.
            "auto_delete": False,
        }

    def _create_statement(self, anchor):
        """Return the customer's statement as attachment, if the rule wants one."""
        if not self.rule_id.attach_statement:
            return self.env["ir.attachment"]
        customer = self.commercial_partner_id
        # The customer gets the whole account, whoever sends it.
        report_sudo = self.env["ir.actions.report"].sudo()
        report_sudo = report_sudo.with_company(self.company_id).with_context(
            trade_statement_date=self._get_letter_date()
        )
        content, kind = report_sudo._render_qweb_pdf(
            "trade_finance.action_report_customer_statement", customer.ids
        )
        name = self.with_context(lang=self.recipient_id.lang).env._(
            "Statement of account %(customer)s %(date)s",
            customer=customer.name,
            date=self._get_letter_date(),
        )
        return self.env["ir.attachment"].create(
            {
                "name": f"{name}.{kind}",
                "datas": base64.b64encode(content),
                "res_model": anchor._name,
                "res_id": anchor.id,
            }
        )

    def _get_errors(self):
        """Return why mails of these reminders could not be made, for the rule."""
        return [
            f"{lead.move_id.name}: {lead.mail_error}"
            for lead in self.filtered("mail_error").lead_id
        ]

    def _mail_get_partners(self, introspect_fields=False):
        """Send templates with default recipients to who gets the reminder."""
        return {record.id: record.recipient_id for record in self}

    # === By hand === #

    def _prepare_composer(self):
        """Return the action that opens the mail of this reminder's letter."""
        self._check_open()
        rendered = self._render_letter()
        anchor = self._get_anchor()
        composer = self.env["mail.compose.message"]
        attachments = self._create_statement(composer)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment reminder"),
            "res_model": composer._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": anchor._name,
                "default_res_ids": anchor.ids,
                "default_subject": rendered["subject"],
                "default_body": rendered["body_html"],
                "default_partner_ids": rendered.get("partner_ids")
                or self.recipient_id.ids,
                "default_attachment_ids": attachments.ids,
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "trade_reminder_ids": self.letter_ids.ids,
            },
        }

    def _render_letter(self):
        """Return the rendered mail; say which template is wrong if it is."""
        template = self.rule_id.mail_template_id
        if not template:
            raise UserError(
                self.env._(
                    "The rule %(rule)s has no mail template: choose one there, or "
                    "write the mail from the invoice.",
                    rule=self.rule_id.name,
                )
            )
        # The letter is the company's text, about what its sender may read.
        template_sudo = template.sudo().with_context(
            trade_letter_ids=self.letter_ids._ids
        )
        try:
            return template_sudo._generate_template(self.ids, RENDERED)[self.id]
        except Exception as error:
            raise UserError(
                self.env._(
                    "The mail template %(template)s cannot be filled in for "
                    "%(document)s: %(reason)s Correct the template.",
                    template=template.display_name,
                    document=self.move_id.sudo().name,
                    reason=error,
                )
            ) from error

    def _mark_sent(self, message):
        """Note that the letter left, and close its activity."""
        self.check_access("read")
        todo_sudo = self.sudo().filtered(lambda record: record.state == "todo")
        todo_sudo.write(
            {
                "state": "sent",
                "mail_state": "sent",
                "message_id": message.id,
                "mail_error": False,
            }
        )
        activities_sudo = todo_sudo.activity_id.filtered("active")
        needed = activities_sudo._get_trade_reminders().activity_id
        (activities_sudo - needed).action_feedback()

    def _get_letter_date(self):
        """Return the day up to which payments are considered."""
        return self.rule_id._get_today(self.company_id)

    def _get_bank_accounts(self):
        """Return where the customer pays to: as on the invoices, or the company's."""
        # Bank accounts are printed on every invoice.
        letters_sudo = self.letter_ids.sudo()
        named = letters_sudo.move_id.partner_bank_id
        return named or self.company_id.sudo().partner_id.bank_ids[:1]
