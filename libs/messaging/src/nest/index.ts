export { connectMessaging } from './connect-messaging.js';
export { handlersOf } from './handlers-of.js';
export { MessagingHealth } from './messaging-health.js';
export { MessagingModule, type MessagingAsyncOptions, type MessagingOptions } from './messaging.module.js';
