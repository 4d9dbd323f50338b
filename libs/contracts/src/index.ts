export { CartUpdated } from './behavior-cart-updated.v1.js';
export { ProductSearched } from './behavior-product-searched.v1.js';
export { ProductViewed } from './behavior-product-viewed.v1.js';
export { Amount, Currency, Money, Timestamp } from './money.js';
export { OrderCancelled } from './order-cancelled.v1.js';
export { OrderConfirmed } from './order-confirmed.v1.js';
export { OrderFacts, OrderLine } from './order-line.js';
export { OrderPlaced } from './order-placed.v1.js';
export { OrderRejected } from './order-rejected.v1.js';
