import { Injectable, Logger } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import type { AppearedGroup } from '../domain/appeared-group.js';

/** Says that a group of dead letters appeared: for people who read logs, and for rules that read metrics. */
@Injectable()
export class GroupAlert {
  private readonly logger = new Logger('dead letters');
  private readonly appeared = metrics
    .getMeter('@waybill/console')
    .createCounter('waybill.console.dead_letter_groups', {
      description: 'Groups of dead letters that appeared, or came back, by consumer and event',
      unit: '{group}',
    });

  raise(group: AppearedGroup): void {
    const { consumer, type } = group;
    this.appeared.add(1, { 'messaging.consumer.group.name': consumer, 'waybill.event.type': type });
    this.logger.warn({ ...group }, 'a group of dead letters appeared');
  }
}
