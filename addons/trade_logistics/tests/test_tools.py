import doctest

from odoo.tests import BaseCase, tagged

from ..tools import locode, milestones


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_examples_in_the_tools_hold(self):
        for module in (locode, milestones):
            failed, tried = doctest.testmod(module)
            self.assertTrue(tried, module.__name__)
            self.assertFalse(failed, module.__name__)
