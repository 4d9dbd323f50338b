import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type {
  DeadLetterGroupsResponse,
  DeadLetterResolution,
  DeadLettersResponse,
  DeadLetterView,
  PayloadCheck,
} from '@waybill/console-api';
import { BodyRules } from '@waybill/service';
import { z } from 'zod';
import { DeadLetters } from '../application/dead-letters.js';
import { By } from './access/actor.js';
import { Audited } from './audited.js';
import { ClaimedName, GroupId, Reason } from './dead-letter-fields.js';
import { Name, wholeNumber } from './fields.js';

const State = z.enum(['open', 'all'], 'must be "open" or "all"').default('open');

const ListQuery = z.strictObject({
  group: GroupId.optional(),
  consumer: Name.optional(),
  state: State,
  limit: wholeNumber(1, 500).default(100),
  before: Name.optional(),
});

const GroupsQuery = z.strictObject({ consumer: Name.optional(), state: State });

const Payload = z.string('must be the whole payload, as text');

const ReplayRequest = z.strictObject({ by: ClaimedName.optional(), payload: Payload.optional() }).default({});
const DiscardRequest = z.strictObject({ by: ClaimedName.optional(), reason: Reason });
const CheckRequest = z.strictObject({ payload: Payload });

/** A payload of the broker's usual limit, as JSON text in JSON. */
const TakesPayload = () => BodyRules({ bodyLimit: 4 * 1024 * 1024 });

@ApiTags('dead letters')
@Controller('api/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @Get()
  @ApiOperation({ summary: 'Dead letters, newest first, and the groups of open ones' })
  list(@Query({ schema: ListQuery }) query: z.output<typeof ListQuery>): Promise<DeadLettersResponse> {
    return this.letters.list(query);
  }

  @Get('groups')
  @ApiOperation({ summary: 'Dead letters by consumer, event and kind of error, with counts over time' })
  async groups(
    @Query({ schema: GroupsQuery }) query: z.output<typeof GroupsQuery>,
  ): Promise<DeadLetterGroupsResponse> {
    return { groups: await this.letters.groups(query) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One dead letter, with every attempt' })
  @ApiParam({ name: 'id' })
  show(@Param('id') id: string): Promise<DeadLetterView> {
    return this.letters.show(id);
  }

  @Post(':id/check')
  @HttpCode(200)
  @TakesPayload()
  @ApiOperation({ summary: 'What its consumer would refuse of an edited payload' })
  @ApiParam({ name: 'id' })
  check(
    @Param('id') id: string,
    @Body({ schema: CheckRequest }) { payload }: z.output<typeof CheckRequest>,
  ): Promise<PayloadCheck> {
    return this.letters.check(id, payload);
  }

  @Post(':id/replay')
  @Audited('dead-letters.replay')
  @HttpCode(200)
  @TakesPayload()
  @ApiOperation({
    summary: 'Delivers it once more, only to the consumer that failed; with an edited payload if given',
  })
  @ApiParam({ name: 'id' })
  replay(
    @Param('id') id: string,
    @Body({ schema: ReplayRequest }) options: z.output<typeof ReplayRequest>,
    @By() by: string | undefined,
  ): Promise<DeadLetterResolution> {
    return this.letters.replay(id, { ...options, by });
  }

  @Post(':id/discard')
  @Audited('dead-letters.discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Resolves it without a delivery; the reason is kept' })
  @ApiParam({ name: 'id' })
  discard(
    @Param('id') id: string,
    @Body({ schema: DiscardRequest }) request: z.output<typeof DiscardRequest>,
    @By() by: string | undefined,
  ): Promise<DeadLetterResolution> {
    return this.letters.discard(id, { ...request, by });
  }
}
