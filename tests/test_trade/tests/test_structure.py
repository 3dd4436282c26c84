"""What must hold of every model, menu and action of the suite, whoever writes it."""

from odoo.tests import TransactionCase, tagged

# Abstract helpers have no rows to protect; wizards are their user's own.
COMPANY_FREE = {
    # rows that everybody reads and only managers write
    "trade.contact.role",
    "trade.cost.type",
    "trade.incoterm.cost",
    "trade.port",
}


@tagged("post_install", "-at_install")
class TestStructure(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        modules = cls.env["ir.module.module"].search(
            [("name", "=like", "trade%"), ("state", "=", "installed")]
        )
        cls.addons = modules.mapped("name")
        cls.models = [
            model
            for name, model in cls.env.items()
            if model._original_module in cls.addons and not model._abstract
        ]
        cls.stored = [model for model in cls.models if not model._transient]

    def test_the_six_addons_are_installed(self):
        self.assertLessEqual(
            {
                "trade_base",
                "trade_finance",
                "trade_crm",
                "trade_supply",
                "trade_logistics",
                "trade_analytics",
            },
            set(self.addons),
        )
        self.assertGreater(len(self.stored), 25)

    def test_every_model_has_access_rows_and_a_description(self):
        for model in self.models:
            with self.subTest(model=model._name):
                rows = self.env["ir.model.access"].search(
                    [("model_id.model", "=", model._name)]
                )
                self.assertTrue(rows)
                self.assertTrue(all(rows.mapped("group_id")), "a row for everybody")
                self.assertNotEqual(model._description, model._name)

    def test_every_model_with_a_company_has_a_company_rule(self):
        for model in self.stored:
            if "company_id" not in model._fields or not model._auto:
                continue
            with self.subTest(model=model._name):
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", model._name), ("groups", "=", False)]
                )
                self.assertTrue(
                    any("company" in (rule.domain_force or "") for rule in rules)
                )

    def test_portal_users_have_no_access_rows(self):
        outside = self.env.ref("base.group_portal") | self.env.ref("base.group_public")
        rows = self.env["ir.model.access"].search(
            [
                ("model_id.model", "in", [model._name for model in self.models]),
                ("group_id", "in", outside.ids),
            ]
        )
        self.assertFalse(rows.mapped("name"))

    def test_every_many2one_behind_a_one2many_is_indexed(self):
        for model in self.stored:
            for field in model._fields.values():
                if field.type != "one2many" or field.related or not field.inverse_name:
                    continue
                inverse = self.env[field.comodel_name]._fields[field.inverse_name]
                if inverse.type != "many2one" or not inverse.store:
                    continue
                if not self.env[field.comodel_name]._auto:
                    continue
                with self.subTest(field=str(inverse)):
                    self.assertTrue(inverse.index)

    def test_every_menu_leads_to_a_window_its_group_may_open(self):
        menus = self._own("ir.ui.menu")
        self.assertGreater(len(menus), 15)
        for menu in menus.filtered("action"):
            with self.subTest(menu=menu.complete_name):
                if menu.action._name != "ir.actions.act_window":
                    continue
                model = self.env[menu.action.res_model]
                views = [
                    (view_id, kind)
                    for view_id, kind in menu.action.views
                    if kind != "search"
                ]
                model.get_views([*views, (False, "search")])

    def test_every_window_says_what_to_do_when_it_is_empty(self):
        for action in self._own("ir.actions.act_window"):
            model = self.env.get(action.res_model)
            if model is None or model._transient or "list" not in action.view_mode:
                continue
            with self.subTest(action=action.get_external_id()[action.id]):
                self.assertTrue(action.help)

    def _own(self, model):
        records = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "in", self.addons)]
        )
        return self.env[model].browse(records.mapped("res_id")).exists()
