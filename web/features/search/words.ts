import { defineWords } from '../../ui/language.tsx';

export const searchWords = defineWords({
  zh: {
    label: '找人、户、村、任务号',
    what: '查找',
    hint: '姓名开头、完整身份证号、户号、村名或任务号',
    nothing: '没有找到，或不在本辖区。',
    partOfNumber: '身份证号要输全 18 位：只有一部分不查。',
    searching: '正在查找',
    all: (q: string) => `在住户名单里看“${q}”`,
    kinds: { household: '户', person: '人', village: '村', task: '任务' },
    levels: { township: '乡镇', village: '村（社区）' } as Record<string, string>,
    found: (count: number) => `找到 ${count} 项，上下键选择`,
  },
  en: {
    label: 'People, villages, tasks',
    what: 'The search',
    hint: 'the beginning of a name, a whole ID number, a household or task number, a village',
    nothing: 'Nothing found, or outside your area.',
    partOfNumber: 'Type all 18 characters of an ID number: part of one is not looked up.',
    searching: 'Searching',
    all: (q) => `See “${q}” in the households`,
    kinds: { household: 'Household', person: 'Person', village: 'Place', task: 'Task' },
    levels: { township: 'township', village: 'village' },
    found: (count) => `${count} found, choose with up and down`,
  },
});
