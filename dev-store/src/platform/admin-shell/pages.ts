import { formatMoney } from "../../checkout/money.ts";
import type { Customer, Order } from "../../store/model.ts";
import type { Store } from "../../store/store.ts";
import type { Html } from "../html.ts";
import { html } from "../html.ts";
import { shopTime } from "./layout.ts";

const PAGE = 50;

export interface ListQuery {
  search: string;
  page: number;
}

export function homePage(store: Store): Html {
  const { stock } = store.shop;
  const origin =
    stock.kind === "generated"
      ? `a generated shop, seed ${stock.seed}`
      : `real orders read from ${stock.file}; unit costs are not in it: they are assumed to be ${Math.round(stock.margin * 100)} % of the price`;
  return html`<h1>${store.shop.name}</h1>
<div class="card"><h2>What this store holds</h2><dl>
<dt>Stock</dt><dd>${origin}</dd>
<dt>Orders</dt><dd><a href="/admin/orders">${store.orders.size.toLocaleString("en")}</a></dd>
<dt>Products</dt><dd><a href="/admin/products">${store.products.size.toLocaleString("en")}</a></dd>
<dt>Customers</dt><dd><a href="/admin/customers">${store.customers.size.toLocaleString("en")}</a></dd>
<dt>Domain</dt><dd>${store.shop.domain}</dd>
<dt>Currency</dt><dd>${store.shop.currency}</dd>
<dt>The store's time</dt><dd>${shopTime(store, store.now())} (${store.shop.ianaTimezone})</dd>
</dl></div>`;
}

export function ordersPage(store: Store, query: ListQuery): Html {
  const orders = pageOf(
    [...store.orders.values()].filter((order) => matches(query.search, order.name, order.email)),
    query,
    (order) => order.processedAt,
  );
  return html`<h1>Orders</h1>${searchForm("/admin/orders", "Search by name or e-mail", query)}<div class="card">
<table><thead><tr><th scope="col">Order</th><th scope="col">Date</th><th scope="col">Customer</th><th scope="col">Payment</th><th scope="col" class="number">Items</th><th scope="col" class="number">Total</th></tr></thead><tbody>
${orders.rows.map(
  (order) =>
    html`<tr><td><a href="/admin/orders/${order.id}">${order.name}</a></td><td>${shopTime(store, order.processedAt)}</td><td>${customerLink(store, order)}</td><td>${paymentWord(order)}</td><td class="number">${order.lines.reduce((sum, line) => sum + line.currentQuantity, 0)}</td><td class="number">${money(store, order.total)}</td></tr>`,
)}</tbody></table></div>${orders.pager("/admin/orders")}`;
}

export function orderPage(store: Store, order: Order): Html {
  const refunded = order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  const act = (name: string) => `/admin/orders/${order.id}/${name}`;
  return html`<p><a href="/admin/orders">Orders</a></p><h1>${order.name}</h1>
<p>${shopTime(store, order.processedAt)} · ${customerLink(store, order)} · ${paymentWord(order)}${order.cancelledAt === null ? null : " · Cancelled"}${order.test ? " · Test" : null}${order.edited ? " · Edited" : null}</p>
<div class="card"><h2>Items</h2><table><thead><tr><th scope="col">Item</th><th scope="col" class="number">Price</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Discount</th><th scope="col">Edit quantity</th></tr></thead><tbody>
${order.lines.map(
  (
    line,
  ) => html`<tr><td>${line.productId === null ? line.title : html`<a href="/admin/products/${line.productId}">${line.title}</a>`} ${line.variantTitle === "Default Title" ? null : line.variantTitle}${line.attributes.map(({ key, value }) => html`<br><small>${key}: ${value}</small>`)}</td>
<td class="number">${money(store, line.unitPrice)}</td><td class="number">${line.currentQuantity}${line.currentQuantity === line.quantity ? null : ` of ${line.quantity}`}</td>
<td class="number">${money(
    store,
    line.allocations.reduce((sum, a) => sum + a.amount, 0),
  )}</td>
<td><form class="row" method="post" action="${act("edit")}"><input type="hidden" name="lineId" value="${line.id}"><input type="number" name="quantity" min="0" max="${line.quantity}" value="${line.currentQuantity}" aria-label="Quantity of ${line.title}"><button>Edit quantity</button></form></td></tr>`,
)}</tbody></table></div>
<div class="card"><dl><dt>Discounts</dt><dd>${money(store, order.discounts)}${order.discountApplications.map((a) => html` · ${a.title}`)}</dd><dt>Subtotal</dt><dd>${money(store, order.subtotal)}</dd><dt>Shipping</dt><dd>${money(store, order.shipping)}</dd><dt>Tax</dt><dd>${money(store, order.tax)}</dd><dt>Total</dt><dd>${money(store, order.total)}</dd><dt>Refunded</dt><dd>${money(store, refunded)}</dd></dl></div>
<div class="card"><h2>Refund</h2><form method="post" action="${act("refund")}"><div class="row">
${order.lines.filter((line) => line.currentQuantity > 0).map((line) => html`<label>${line.title}<br><input type="number" name="line-${line.id}" min="0" max="${line.currentQuantity}" value="0"></label>`)}
<label>Amount in ${store.shop.currency}<br><input name="amount" inputmode="decimal" placeholder="of the chosen items"></label><button class="dark"${refunded >= order.total ? html` disabled` : null}>Refund</button></div></form></div>
<div class="row"><form method="post" action="${act("cancel")}" data-confirm="Cancel order ${order.name}?"><button${order.cancelledAt === null ? null : html` disabled`}>Cancel order</button></form>
<form method="post" action="${act("delete")}" data-confirm="Delete order ${order.name} for good?"><button class="critical">Delete order</button></form></div>`;
}

export function productsPage(store: Store, query: ListQuery): Html {
  const products = pageOf(
    [...store.products.values()].filter((product) => matches(query.search, product.title, product.vendor)),
    query,
    (product) => product.updatedAt,
  );
  return html`<h1>Products</h1>${searchForm("/admin/products", "Search by title or vendor", query)}<div class="card">
<table><thead><tr><th scope="col">Product</th><th scope="col">Status</th><th scope="col">Type</th><th scope="col">Vendor</th><th scope="col" class="number">Variants</th></tr></thead><tbody>
${products.rows.map((product) => html`<tr><td><a href="/admin/products/${product.id}">${product.title}</a></td><td>${product.status.toLowerCase()}</td><td>${product.productType}</td><td>${product.vendor}</td><td class="number">${product.variantIds.length}</td></tr>`)}
</tbody></table></div>${products.pager("/admin/products")}`;
}

export function productPage(store: Store, productId: number): Html | null {
  const product = store.products.get(productId);
  if (!product) return null;
  const variants = product.variantIds.flatMap((id) => store.variants.get(id) ?? []);
  return html`<p><a href="/admin/products">Products</a></p><h1>${product.title}</h1><p>${product.vendor} · ${product.productType} · <a href="/products/${product.handle}">View in the online store</a></p>
<div class="card"><table><thead><tr><th scope="col">Variant</th><th scope="col">SKU</th><th scope="col" class="number">Price</th><th scope="col" class="number">Unit cost</th><th scope="col" class="number">In stock</th></tr></thead><tbody>
${variants.map((variant) => html`<tr><td>${variant.title}</td><td>${variant.sku}</td><td class="number">${money(store, variant.price)}</td><td class="number">${variant.unitCost === null ? "not entered" : money(store, variant.unitCost)}</td><td class="number">${variant.tracked ? variant.inventoryQuantity : "not tracked"}</td></tr>`)}
</tbody></table></div>`;
}

export function customersPage(store: Store, query: ListQuery): Html {
  const customers = pageOf(
    [...store.customers.values()].filter((customer) => matches(query.search, customerName(customer), customer.email)),
    query,
    (customer) => customer.updatedAt,
  );
  return html`<h1>Customers</h1>${searchForm("/admin/customers", "Search by name or e-mail", query)}<div class="card">
<table><thead><tr><th scope="col">Customer</th><th scope="col">Customer since</th><th scope="col" class="number">Orders</th><th scope="col" class="number">Amount spent</th></tr></thead><tbody>
${customers.rows.map((customer) => html`<tr><td><a href="/admin/customers/${customer.id}">${customerName(customer)}</a></td><td>${shopTime(store, customer.createdAt)}</td><td class="number">${customer.numberOfOrders}</td><td class="number">${money(store, customer.amountSpent)}</td></tr>`)}
</tbody></table></div>${customers.pager("/admin/customers")}`;
}

export function customerPage(store: Store, customerId: number): Html | null {
  const customer = store.customers.get(customerId);
  if (!customer) return null;
  const orders = [...store.orders.values()]
    .filter((order) => order.customerId === customerId)
    .sort((a, b) => b.processedAt - a.processedAt);
  return html`<p><a href="/admin/customers">Customers</a></p><h1>${customerName(customer)}</h1>
<div class="card"><dl><dt>E-mail</dt><dd>${customer.email ?? "none"}</dd><dt>Orders</dt><dd>${customer.numberOfOrders}</dd><dt>Amount spent</dt><dd>${money(store, customer.amountSpent)}</dd></dl></div>
<div class="card"><h2>Orders</h2><table><tbody>${orders.slice(0, 200).map((order) => html`<tr><td><a href="/admin/orders/${order.id}">${order.name}</a></td><td>${shopTime(store, order.processedAt)}</td><td class="number">${money(store, order.total)}</td></tr>`)}</tbody></table></div>`;
}

function pageOf<T>(all: T[], query: ListQuery, newest: (row: T) => number): { rows: T[]; pager: (path: string) => Html } {
  const rows = all.sort((a, b) => newest(b) - newest(a)).slice((query.page - 1) * PAGE, query.page * PAGE);
  const link = (path: string, page: number, text: string) =>
    html`<a class="button" href="${path}?q=${encodeURIComponent(query.search)}&page=${page}">${text}</a>`;
  return {
    rows,
    pager: (path) =>
      html`<div class="row">${query.page > 1 ? link(path, query.page - 1, "Previous") : null}${query.page * PAGE < all.length ? link(path, query.page + 1, "Next") : null}<span>${all.length.toLocaleString("en")} in all</span></div>`,
  };
}

function searchForm(path: string, label: string, query: ListQuery): Html {
  return html`<form class="row" role="search" action="${path}"><label><span class="visually-hidden">${label}</span><input type="search" name="q" placeholder="${label}" value="${query.search}" size="30"></label><button>Search</button></form>`;
}

function matches(search: string, ...texts: (string | null)[]): boolean {
  const wanted = search.trim().toLowerCase();
  return wanted === "" || texts.some((text) => text?.toLowerCase().includes(wanted));
}

function customerName(customer: Customer): string {
  return [customer.firstName, customer.lastName].filter(Boolean).join(" ") || customer.email || `Customer ${customer.id}`;
}

function customerLink(store: Store, order: Order): Html | string {
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
  return customer ? html`<a href="/admin/customers/${customer.id}">${customerName(customer)}</a>` : (order.email ?? "No customer");
}

function paymentWord(order: Order): string {
  const words = order.financialStatus.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function money(store: Store, minor: number): string {
  return formatMoney(minor, store.shop.currency, "en");
}

/** Where the app's "add to theme" links lead. */
export function themeEditorPage(store: Store): Html {
  const product = [...store.products.values()].find(({ status }) => status === "ACTIVE");
  return html`<h1>Theme editor</h1><div class="card"><p>The local store has no theme editor. Its theme shows every block and embed of the app's theme extension in the places they ask for, so there is nothing to add here.</p>
<p>See them in the online store: ${product ? html`<a href="/products/${product.handle}">a product</a>, ` : null}<a href="/cart">the cart</a>.</p></div>`;
}
