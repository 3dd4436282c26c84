import { Component } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

export class AvailabilityPopover extends Component {
    static template = "trade_supply.AvailabilityPopover";
    static props = { details: Object, close: Function };

    /** The day in the user's format. */
    day(isoDate) {
        return formatDate(deserializeDate(isoDate));
    }

    get requested() {
        const date = this.day(this.props.details.requested);
        return _t("requested for %(date)s", { date });
    }

    get footnote() {
        const unit = this.props.details.unit;
        return _t("Quantities in %(unit)s. What other orders hold is left out.", { unit });
    }

    zone(row) {
        return row.zone === "overseas" ? _t("overseas") : _t("domestic");
    }
}

/** The sentence "Domestic 300, overseas 150, 50 to buy"; a click shows where. */
export class AvailabilityField extends Component {
    static template = "trade_supply.AvailabilityField";
    static props = { ...standardFieldProps };

    setup() {
        this.popover = usePopover(AvailabilityPopover, { position: "top" });
    }

    get data() {
        return this.props.record.data;
    }

    get color() {
        if (this.data.shortage_qty > 0) {
            return "text-danger";
        }
        return this.data.availability_late ? "text-warning" : "text-success";
    }

    open(ev) {
        this.popover.open(ev.currentTarget, { details: this.data.availability_details });
    }
}

registry.category("fields").add("trade_availability", {
    component: AvailabilityField,
    displayName: _t("Availability"),
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "shortage_qty", type: "float" },
        { name: "availability_late", type: "boolean" },
        { name: "availability_details", type: "json" },
    ],
});
