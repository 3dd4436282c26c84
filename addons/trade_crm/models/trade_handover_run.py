from odoo import Command, fields, models
from odoo.tools import SQL, split_every

from .trade_handover_plan import QUIET

BATCH_SIZE = 1000


class TradeHandover(models.Model):
    """Moving the records and telling the successor."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.handover"  # pylint: disable=consider-merging-classes-inherited

    def _run(self):
        """Move all records of the plan in batches; rights are checked already."""
        self.ensure_one()
        found = {
            kind: (model.search(domain), field)
            for kind, (model, field, domain) in self._get_plan_domains().items()
        }
        customers = self._get_customers(found)
        for records, field in found.values():
            self._move(records, field)
        followers = sum(self._move_followers(records) for records, _f in found.values())
        quantities = {kind: len(records) for kind, (records, _f) in found.items()}
        self._log({**quantities, "follower": followers})
        self._create_briefs(customers)
        self._tell_successor()

    def _get_customers(self, found):
        """Return the customers the found records belong to."""
        customers = self.env["res.partner"]
        for kind in ("customer", "contact"):
            customers |= found[kind][0].commercial_partner_id
        for kind in ("lead", "quotation", "order", "invoice"):
            customers |= found[kind][0].partner_id.commercial_partner_id
        return customers.with_context(**QUIET)

    def _move(self, records, field):
        """Write the successor on `records`, with memory flat over the batches."""
        for batch in split_every(BATCH_SIZE, records.ids, records.browse):
            batch.write({field: self.user_to_id.id})
            self.env.cr.flush()  # also what tracking keeps in memory until the end
            self.env.invalidate_all()

    def _move_followers(self, records):
        """Let the successor follow the `records` that the leaver follows."""
        if not hasattr(records, "message_subscribe"):
            return 0
        leaver, successor = self.user_from_id.partner_id, self.user_to_id.partner_id
        followed = self.env.execute_query(
            SQL(
                "SELECT res_id FROM mail_followers WHERE res_model = %s"
                " AND partner_id = %s AND res_id = ANY(%s)",
                records._name,
                leaver.id,
                records.ids,
            )
        )
        for batch in split_every(BATCH_SIZE, [row[0] for row in followed]):
            documents = records.browse(batch)
            documents.message_subscribe(partner_ids=successor.ids)
            documents.message_unsubscribe(partner_ids=leaver.ids)
        return len(followed)

    def _log(self, quantities):
        self.write(
            {
                "state": "done",
                "date_done": fields.Datetime.now(),
                "done_by_id": self.env.uid,
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create({"kind": kind, "quantity": quantity})
                        for kind, quantity in quantities.items()
                        if quantity
                    ),
                ],
            }
        )

    def _create_briefs(self, customers):
        handover = self.with_context(lang=self.user_to_id.lang)
        handover.env["trade.handover.brief"]._create_for(handover, customers)

    def _tell_successor(self):
        """Give the successor one message and one activity about all customers."""
        handover = self.with_context(lang=self.user_to_id.lang)
        body = handover.env._(
            "%(leaver)s has handed over to you. There is a brief for each customer.",
            leaver=self.user_from_id.name,
        )
        handover.message_post(body=body, partner_ids=self.user_to_id.partner_id.ids)
        handover.with_context(**QUIET).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=handover.env._("Read the briefs of the new customers"),
            user_id=self.user_to_id.id,
        )
