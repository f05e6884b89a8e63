// The rail's icons: one path each, drawn with a stroke on 24 by 24.
export const ICONS = {
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  desk: 'M4 6h10M4 12h6M4 18h6M17 8v10M13 14l4 4 4-4',
  households: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  sources:
    'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  rules: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
  boards: 'M4 20V10M10 20V4M16 20v-7M3 20h18',
  pairs: 'M8 11a3 3 0 100-6 3 3 0 000 6zM16 11a3 3 0 100-6 3 3 0 000 6zM3 19c0-3 2-5 5-5s5 2 5 5M15 14c3 0 6 2 6 5',
  feedback: 'M4 13l4 4 12-12M4 20h16',
  tickets: 'M5 4h14v12h-8l-4 4v-4H5zM12 7v4M12 13v.5',
  accounts: 'M12 11a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.5-7 8-7s8 3 8 7',
  security: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM9 12l2 2 4-4',
  audit: 'M4 4h16v12H4zM8 20h8M8 8h8M8 12h5',
  escalations: 'M12 20V5M6 11l6-6 6 6M5 20h14',
  routine: 'M4 12a8 8 0 0114-5.300M20 12a8 8 0 01-14 5.300M18 3v4h-4M6 21v-4h4M12 8v4l3 2',
  absences: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15h6',
  campaigns: 'M4 10v4h3l8 5V5l-8 5zM18 9c1.5 1.500 1.500 4.500 0 6',
  silences: 'M5 16h14l-2-3V9a5 5 0 00-10 0v4zM10 19a2 2 0 004 0M4 4l16 16',
  stations: 'M12 21s-7-6-7-11a7 7 0 0114 0c0 5-7 11-7 11zM12 12a2 2 0 100-4 2 2 0 000 4z',
  phones: 'M7 3h10v18H7zM11 18h2',
  messages: 'M4 5h16v11H9l-5 4zM8 9h8M8 12h5',
  training: 'M3 9l9-4 9 4-9 4zM7 11v5c3 2 7 2 10 0v-5M21 9v6',
  start: 'M4 11l8-7 8 7v9h-6v-6h-4v6H4z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  glossary: 'M12 21a9 9 0 100-18 9 9 0 000 18zM9.500 9.500a2.500 2.500 0 115 0c0 2-2.500 2-2.500 4M12 17h.01',
} as const;
export type IconName = keyof typeof ICONS;
