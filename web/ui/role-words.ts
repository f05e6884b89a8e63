// Roles and kinds of visitors in words, for every page that names somebody's.
import { defineWords } from './language.tsx';

export const roleWords = defineWords({
  zh: {
    roles: {
      'province-monitor': '省级监测员',
      'city-supervisor': '市级督导员',
      'county-dispatcher': '县级调度员',
      'township-officer': '乡镇经办员',
      'village-coordinator': '村级协理员',
      'department-liaison': '部门联络员',
      'rule-author': '规则起草人',
      'rule-publisher': '规则发布人',
      administrator: '系统管理员',
      'security-officer': '安全保密员',
      auditor: '安全审计员',
    } as Record<string, string>,
    visitorKinds: {
      coordinator: '协理员',
      'grid-worker': '网格员',
      'social-worker': '驻站社工',
      'first-secretary': '第一书记',
      cadre: '村（镇）干部',
      volunteer: '志愿者',
    } as Record<string, string>,
    routineOnly: '只去派给本人的定期探访；看不到预警、帮扶记录，不派核查任务。',
  },
  en: {
    roles: {
      'province-monitor': 'Provincial monitor',
      'city-supervisor': 'City supervisor',
      'county-dispatcher': 'County dispatcher',
      'township-officer': 'Township officer',
      'village-coordinator': 'Village coordinator',
      'department-liaison': 'Department liaison',
      'rule-author': 'Rule author',
      'rule-publisher': 'Rule publisher',
      administrator: 'Administrator',
      'security-officer': 'Security officer',
      auditor: 'Auditor',
    },
    visitorKinds: {
      coordinator: 'Coordinator',
      'grid-worker': 'Grid worker',
      'social-worker': 'Social worker',
      'first-secretary': 'First secretary',
      cadre: 'Cadre',
      volunteer: 'Volunteer',
    },
    routineOnly: 'Goes on visits by the calendar in their own name; sees no warnings or help, and is given no checks.',
  },
});
