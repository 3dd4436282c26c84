import { registry } from "@web/core/registry";
import tourUtils from "@sale/js/tours/tour_utils";

// Steps 1 and 2 of the story, as the salesperson: ask, read the stock, promise.
registry.category("web_tour.tours").add("trade_first_order", {
    steps: () => [
        ...tourUtils.createNewSalesOrder(),
        ...tourUtils.selectCustomer("Customer A"),
        ...tourUtils.addProduct("Desk lamp"),
        {
            content: "Ask for 500 pieces",
            trigger: ".o_selected_row div[name=product_uom_qty] input",
            run: "edit 500 && press Tab",
        },
        {
            content: "The line says what is there and what is to buy",
            trigger:
                ".o_data_row td[name=availability_text]:contains('Domestic 300, overseas 150, 50 to buy')",
        },
        ...tourUtils.clickSomewhereElse(),
        {
            content: "Confirm",
            trigger: "button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            content: "The order is confirmed and logistics has its shipment request",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sales Order')",
        },
        {
            content: "Open the shipment",
            trigger: "button[name=action_view_shipments]",
            run: "click",
        },
        {
            content: "It asks for all 500 pieces",
            trigger: ".o_form_view [name=line_ids] td:contains('500')",
        },
    ],
});

// Step 3, as the salesperson: booking and ETA are there, and so is the customer's page.
registry.category("web_tour.tours").add("trade_booked_order", {
    steps: () => [
        {
            content: "The order shows its shipment",
            trigger: "button[name=action_view_shipments]:contains('Booked')",
            run: "click",
        },
        {
            content: "The ETA as the clerk entered it",
            trigger: ".o_form_view [name=eta]:contains('2027')",
        },
        {
            content: "Open the booking",
            trigger: ".o_notebook a[name=booking]",
            run: "click",
        },
        {
            content: "The booking number as the clerk entered it",
            trigger: ".o_form_view [name=booking_number]:contains('NGB123456')",
        },
        {
            content: "Share it with the customer",
            trigger: "button[name=action_share]",
            run: "click",
        },
        {
            content: "A link that cannot be guessed",
            trigger: ".modal [name=url]:contains('/trade/shipment/')",
        },
    ],
});

// The customer, who has no account: the milestones, and no price.
registry.category("web_tour.tours").add("trade_customer_page", {
    steps: () => [
        {
            content: "Who carries the goods, and when they arrive",
            trigger: ".o_trade_shipment:contains('Ocean Line'):contains('2027')",
        },
        {
            content: "and no amount of money anywhere",
            trigger: ".o_trade_shipment:not(:contains('$')):not(:contains('¥'))",
        },
    ],
});
