export { connectMessaging } from './connect-messaging.js';
export { handlersOf } from './handlers-of.js';
export { MessagingHealth, type HealthCheck } from './messaging-health.js';
export { MessagingModule, type MessagingAsyncOptions, type MessagingOptions } from './messaging.module.js';
