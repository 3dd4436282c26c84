{
    "name": "Foreign Trade Base",
    "summary": "Groups, settings shell and menu shared by the foreign-trade suite",
    "version": "19.0.1.0.0",
    "category": "Sales/Foreign Trade",
    "author": "Foreign Trade Suite Contributors",
    "license": "LGPL-3",
    "depends": ["base_setup", "mail", "sales_team"],
    "data": [
        "security/trade_base_groups.xml",
        "views/res_config_settings_views.xml",
        "views/trade_base_menus.xml",
    ],
}
