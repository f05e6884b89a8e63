// Where each role begins. Pure.
import type { Role } from '../../../server/access/model.ts';

const HOMES: Record<Role, string> = {
  'province-monitor': '/map',
  'city-supervisor': '/map',
  'rule-author': '/map',
  'rule-publisher': '/map',
  'county-dispatcher': '/desk',
  'township-officer': '/desk',
  'village-coordinator': '/field',
  'department-liaison': '/sources',
  administrator: '/start',
  'security-officer': '/start',
  auditor: '/start',
};

export function homeOf(role: Role): string {
  return HOMES[role];
}
