from datetime import date

from odoo import Command, api, models

from .demo_builder import TIME_ZONE

SALESPEOPLE = ("lihua", "wangfang", "chenjie", "xulin")


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _hire_staff(self):
        """Create the people of the company; the password is the login."""
        rows = self._read_table("staff")
        company = self.env.company
        users = self.env["res.users"].create(
            [
                {
                    "name": row["name"],
                    "login": row["login"],
                    "password": row["login"],
                    "email": f"{row['login']}@haitong.example.com",
                    "function": row["function"],
                    "lang": self._language(),
                    "tz": TIME_ZONE,
                    "notification_type": "inbox",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                    "group_ids": [
                        Command.set(
                            [
                                self.env.ref(xmlid).id
                                for xmlid in ["base.group_user", *row["groups"].split()]
                            ]
                        )
                    ],
                }
                for row in rows
            ]
        )
        users.partner_id.company_id = company
        self._remember_all(users, [f"user_{row['login']}" for row in rows])
        self._create_sales_team()

    @api.model
    def _language(self):
        """Return the language people read: English where it is installed."""
        active = self.env["res.lang"]._get_data(code="en_US")
        return "en_US" if active else self.env.lang

    @api.model
    def _create_sales_team(self):
        team = self.env["crm.team"].create(
            {
                "name": "Export sales",
                "company_id": self.env.company.id,
                "user_id": self._get("user_zhoumin").id,
                "member_ids": [Command.set([user.id for user in self._salespeople()])],
            }
        )
        self._remember(team, "team")

    @api.model
    def _salespeople(self):
        return [self._get(f"user_{name}") for name in SALESPEOPLE]

    @api.model
    def _create_customers(self):
        """Create the customers with their contacts."""
        rows = self._read_table("customers")
        customers = self.env["res.partner"].create(
            [self._prepare_customer_values(row) for row in rows]
        )
        self._remember_all(customers, [f"customer_{row['code']}" for row in rows])
        contacts = self._read_table("contacts")
        people = self.env["res.partner"].create(
            [self._prepare_contact_values(row) for row in contacts]
        )
        names = [row["email"].split("@")[0].replace(".", "_") for row in contacts]
        self._remember_all(people, [f"contact_{name}" for name in names])

    @api.model
    def _prepare_customer_values(self, row):
        """Return the values of one customer of the table."""
        currency = row["currency"].lower()
        return {
            "name": row["name"],
            "is_company": True,
            "street": row["street"],
            "city": row["city"],
            "zip": row["zip"],
            "country_id": self.env.ref(f"base.{row['country']}").id,
            "phone": row["phone"],
            "email": row["email"],
            "company_id": self.env.company.id,
            "user_id": self._get(f"user_{row['before'] or row['salesperson']}").id,
            "property_payment_term_id": self._get(f"term_{row['term']}").id,
            "specific_property_product_pricelist": self._get(
                f"pricelist_{currency}"
            ).id,
            "lang": self._language(),
            "customer_rank": 1,
            "create_date": self._moment(int(row["since_days"]), row["code"]),
        }

    @api.model
    def _prepare_contact_values(self, row):
        """Return the values of one contact of the table."""
        customer = self._get(f"customer_{row['customer']}")
        role = self.env.ref(f"trade_crm.trade_contact_role_{row['role']}")
        birthday = self._birthday(row)
        return {
            "name": row["name"],
            "parent_id": customer.id,
            "type": "contact",
            "lang": self._language(),
            "function": row["function"],
            "email": row["email"],
            "phone": row["phone"],
            "company_id": self.env.company.id,
            "user_id": customer.user_id.id,
            "trade_role_ids": [Command.set(role.ids)],
            "birthday_day": birthday.day,
            "birthday_month": str(birthday.month),
            "birthday_year": birthday.year,
        }

    @api.model
    def _birthday(self, row):
        """Return the day of birth: its next return is `in_days` days from today."""
        coming = self._day(-int(row["in_days"]))
        return date(int(row["birthday"]), coming.month, min(coming.day, 28))

    @api.model
    def _create_vendors(self):
        """Create the factories the company buys from."""
        rows = self._read_table("vendors")
        vendors = self.env["res.partner"].create(
            [
                {
                    "name": row["name"],
                    "is_company": True,
                    "street": row["street"],
                    "city": row["city"],
                    "zip": row["zip"],
                    "country_id": self.env.ref("base.cn").id,
                    "state_id": self.env.ref("base.state_cn_ZJ").id,
                    "phone": row["phone"],
                    "email": row["email"],
                    "company_id": self.env.company.id,
                    "property_supplier_payment_term_id": self._get(
                        f"term_vendor{row['term_days']}"
                    ).id,
                    "property_purchase_currency_id": self._currency("CNY").id,
                    "buyer_id": self._get("user_zhaolei").id,
                    "supplier_rank": 1,
                }
                for row in rows
            ]
        )
        self._remember_all(vendors, [f"vendor_{row['code']}" for row in rows])
