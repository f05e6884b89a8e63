// Stations and service points: where they are, when they are open, who works there. Pure; the browser imports its types.
import { z } from 'zod';
import { VISITOR_KINDS } from '../access/model.ts';
import { AREA_CODE } from '../kernel/area.ts';
import { PageQuery } from '../kernel/page.ts';

/** A township's social-work station 社会工作服务站; a village's (community's) service point 服务点. */
export const STATION_KINDS = ['station', 'point'] as const;
export const STATION_STATES = ['open', 'closed', 'all'] as const;

const PHONE = /^[0-9 +-]{5,20}$/;

export const StationPerson = z.object({
  userId: z.uuid().nullable().default(null).describe('their account, where they have one'),
  name: z.string().trim().min(1).max(40),
  kind: z.enum(VISITOR_KINDS),
});
export type StationPerson = z.infer<typeof StationPerson>;

export const StationInput = z.object({
  kind: z.enum(STATION_KINDS),
  name: z.string().trim().min(2).max(60),
  area: z
    .string()
    .regex(/^(\d{9}|\d{12})$/, '乡镇（9 位）或村（12 位）的代码。 / The code of a township (9) or village (12).'),
  address: z.string().trim().min(2).max(120),
  phone: z
    .string()
    .trim()
    .regex(PHONE, '座机或手机号，不填也行。 / A telephone number, or nothing.')
    .nullable()
    .default(null),
  hours: z.string().trim().max(60).nullable().default(null).describe('when its door is open, in words'),
  openedOn: z.iso.date(),
  people: z.array(StationPerson).max(30).default([]),
});
export type StationInput = z.infer<typeof StationInput>;

export const StationFilter = PageQuery.extend({
  area: z.string().regex(AREA_CODE).optional(),
  kind: z.enum(STATION_KINDS).optional(),
  state: z.enum(STATION_STATES).default('open'),
});
export type StationFilter = z.infer<typeof StationFilter>;

const Place = z.object({ code: z.string(), name: z.string() });

export const StationRow = StationInput.omit({ area: true }).extend({
  id: z.uuid(),
  area: Place,
  within: z.array(Place).describe('what it lies in, the county first'),
  closedOn: z.string().nullable(),
  closeReason: z.string().nullable(),
  people: z.array(StationPerson.extend({ fromOn: z.string() })),
  version: z.number(),
});
export type StationRow = z.infer<typeof StationRow>;

export const StationCover = z.object({
  total: z.number(),
  stations: z.number(),
  points: z.number(),
  people: z.number(),
  townships: z.number(),
  without: z.array(Place).describe('townships that have no open station'),
});
export type StationCover = z.infer<typeof StationCover>;

export const StationClose = z.object({ closedOn: z.iso.date(), reason: z.string().trim().min(2).max(300) });
