import { defineService } from '@waybill/service';
import { pg } from '@waybill/service/postgres';
import { FindSimilarProducts } from './application/find-similar-products.use-case.js';
import { RecommendProducts } from './application/recommend-products.use-case.js';
import { ProductsController } from './http/products.controller.js';
import { RecommendationsController } from './http/recommendations.controller.js';
import { BasketQueries } from './persistence/basket-queries.js';
import { Baskets } from './persistence/baskets.js';
import { subscriptions } from './subscriptions.js';

export const recommendation = defineService({
  name: 'recommendation',
  title: 'Waybill recommendation',
  description: 'Recommends products to customers, learning from orders and browsing.',
  database: pg(),
  subscriptions,
  controllers: [RecommendationsController, ProductsController],
  providers: [RecommendProducts, FindSimilarProducts, Baskets, BasketQueries],
});
