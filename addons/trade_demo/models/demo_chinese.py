from odoo import api, models

CHINESE = {
    "cost_rule_agent": "欧洲代理佣金：销售收入的 2 %",
    "cost_rule_americas": "美洲运费：每立方米 95 美元",
    "cost_rule_europe": "欧洲运费：每个 40 尺高柜 4400 美元",
    "cost_rule_haulage": "宁波拖车及港杂费：每立方米 35 元",
    "stage_negotiation": "价格谈判",
    "team": "外贸销售部",
    "term_deposit": "30 % 电汇定金，70 % 见提单副本付款",
    "term_oa30": "提单日后 30 天赊销",
    "term_oa60": "提单日后 60 天赊销",
    "term_vendor30": "30 天",
    "term_vendor45": "45 天",
}


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _name_in_chinese(self):
        """Give what the company named itself its Chinese name, where that is read."""
        if not self.env["res.lang"]._get_data(code="zh_CN"):
            return
        for row in self._read_table("products"):
            product = self._product(row["code"]).with_context(lang="zh_CN")
            product.name = row["name_zh"]
        for name, chinese in CHINESE.items():
            self._get(name).with_context(lang="zh_CN").name = chinese
