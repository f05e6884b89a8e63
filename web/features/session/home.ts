// Where each role begins. Pure.
import type { Role } from '../../../server/access/model.ts';

const HOMES: Record<Role, string> = {
  'province-monitor': '/map',
  'city-supervisor': '/map',
  'rule-author': '/rules',
  'rule-publisher': '/rules',
  'county-dispatcher': '/desk',
  'township-officer': '/desk',
  'village-coordinator': '/field/',
  'department-liaison': '/sources',
  administrator: '/accounts',
  'security-officer': '/security',
  auditor: '/audit',
};

export function homeOf(role: Role): string {
  return HOMES[role];
}
