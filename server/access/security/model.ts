// Who holds which right, and who is signed in from where: what the security officer sees. Pure; the browser imports its types.
import { z } from 'zod';
import { PageQuery } from '../../kernel/page.ts';
import { ROLES } from '../model.ts';

export const RoleRights = z.object({
  role: z.enum(ROLES),
  holders: z.number().describe('active accounts'),
  actions: z.array(z.string()),
});
export type RoleRights = z.infer<typeof RoleRights>;

export const SessionFilter = PageQuery.extend({
  q: z.string().trim().max(40).optional().describe('part of a username or name'),
});
export type SessionFilter = z.infer<typeof SessionFilter>;

export const SessionRow = z.object({
  id: z.string().describe('stands for the session, and opens nothing'),
  userId: z.uuid(),
  username: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: z.string(),
  lastSeenAt: z.string().describe('to five minutes'),
  expiresAt: z.string(),
  address: z.string().nullable(),
  device: z.string().nullable().describe('what the browser calls itself'),
  isOwn: z.boolean().describe('the caller’s own, by which they ask'),
});
export type SessionRow = z.infer<typeof SessionRow>;
