import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { DeadLetterJob, DeadLetterJobDetail, DeadLetterJobsResponse } from '@waybill/console-api';
import { z } from 'zod';
import { DeadLetterJobs } from '../application/dead-letter-jobs.js';
import { By } from './access/actor.js';
import { Audited } from './audited.js';
import { ClaimedName, GroupId, Rate, Reason } from './dead-letter-fields.js';

const GroupParam = z.strictObject({ group: GroupId });
const JobParam = z.strictObject({ id: z.uuid('must be the id of a job') });
const ReplayRequest = z.strictObject({ by: ClaimedName.optional(), rate: Rate }).prefault({});
const DiscardRequest = z.strictObject({ by: ClaimedName.optional(), rate: Rate, reason: Reason });
const CancelRequest = z.strictObject({ by: ClaimedName.optional() }).prefault({});

@ApiTags('dead letters')
@Controller('api/dead-letters')
export class DeadLetterJobsController {
  constructor(private readonly jobs: DeadLetterJobs) {}

  @Get('jobs')
  @ApiOperation({ summary: 'Jobs that replay or discard groups, newest first' })
  async list(): Promise<DeadLetterJobsResponse> {
    return { jobs: await this.jobs.list() };
  }

  @Get('jobs/:id')
  @ApiOperation({ summary: 'A job, with what it did about each letter' })
  @ApiParam({ name: 'id' })
  show(@Param({ schema: JobParam }) { id }: z.output<typeof JobParam>): Promise<DeadLetterJobDetail> {
    return this.jobs.show(id);
  }

  @Post('jobs/:id/cancel')
  @Audited('dead-letters.cancel-job')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a job: what is not done by then stays open' })
  @ApiParam({ name: 'id' })
  cancel(
    @Param({ schema: JobParam }) { id }: z.output<typeof JobParam>,
    @Body({ schema: CancelRequest }) _: z.output<typeof CancelRequest>,
    @By() by = 'the console',
  ): Promise<DeadLetterJob> {
    return this.jobs.cancel(id, by);
  }

  @Post('groups/:group/replay')
  @Audited('dead-letters.replay-group')
  @ApiOperation({ summary: 'Starts a job that replays the open letters of a group' })
  @ApiParam({ name: 'group' })
  replay(
    @Param({ schema: GroupParam }) { group }: z.output<typeof GroupParam>,
    @Body({ schema: ReplayRequest }) request: z.output<typeof ReplayRequest>,
    @By() by: string | undefined,
  ): Promise<DeadLetterJob> {
    return this.jobs.start({ action: 'replay', group, ...request, by });
  }

  @Post('groups/:group/discard')
  @Audited('dead-letters.discard-group')
  @ApiOperation({ summary: 'Starts a job that discards the open letters of a group; the reason is kept' })
  @ApiParam({ name: 'group' })
  discard(
    @Param({ schema: GroupParam }) { group }: z.output<typeof GroupParam>,
    @Body({ schema: DiscardRequest }) request: z.output<typeof DiscardRequest>,
    @By() by: string | undefined,
  ): Promise<DeadLetterJob> {
    return this.jobs.start({ action: 'discard', group, ...request, by });
  }
}
