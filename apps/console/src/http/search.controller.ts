import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { SearchResponse } from '@waybill/console-api';
import { z } from 'zod';
import { SearchEverywhere } from '../application/search-everywhere.use-case.js';
import { Name } from './fields.js';

const SearchQuery = z.strictObject({ q: Name.transform((text) => text.trim()).pipe(Name) });

@ApiTags('search')
@Controller('api/search')
export class SearchController {
  constructor(private readonly search: SearchEverywhere) {}

  @Get()
  @ApiOperation({ summary: "What an order's, event's or trace's id belongs to" })
  find(@Query({ schema: SearchQuery }) { q }: z.output<typeof SearchQuery>): Promise<SearchResponse> {
    return this.search.execute(q);
  }
}
