import type { vi } from './vi';

export const en = {
  title: 'Help',
  close: 'Close',
  pages: {
    home: {
      about: 'The home page tells what is played today, which clusters have trouble and what is to be done.',
      one: 'While something sounds, a red strip ON THE AIR stands on top. For silence at once, press STOP once.',
      two: 'To broadcast something, press “New announcement”.',
      three: 'A number with ✕ is a cluster without connection. Press it to see the cause and what to do.',
    },
    announcements: {
      about: 'Every announcement that was made is kept here, to be played again.',
      one: 'Type a few letters of the title to search, accents are not needed.',
      two: 'Press “Choose where and when” to play one again.',
      three: 'One with a sound error cannot be played yet: open it to see why and make it again.',
    },
    wizard: {
      about: 'Four steps: content, where, when, check. Nothing sounds before the last button.',
      one: 'Paste a text or choose a recording, then press “Listen” to hear it on this computer; the loudspeakers stay silent.',
      two: 'The draft is kept by itself. Close the page and open it again: it is still there.',
      three: 'To broadcast now, hold the button for 1.5 seconds. Where holding is hard, press twice.',
    },
    schedule: {
      about: 'What is to be played in the next seven days, and the repeating schedules.',
      one: 'Press one to see each cluster.',
      two: 'To call it off, press “Cancel”; the announcement is kept.',
      three: 'For another time: cancel the old schedule, then schedule it again from Announcements.',
    },
    nodes: {
      about: 'Each box is a cluster. ✓ is good, ▲ weak, ✕ disconnected, – not in use.',
      one: 'Press a box to see the cause and what to do.',
      two: 'A disconnected cluster: ask the hamlet head whether the lamp on its cabinet is lit.',
      three: 'A new cluster: open it and pair its device.',
    },
    node: {
      about: 'The state of one cluster and what it played lately.',
      one: 'The first line tells the cause and what to do.',
      two: 'Pairing: get the code, give it to the device, then compare six words. Press only when all six are the same.',
      three: 'A device that is lost or broken: revoke it.',
    },
    reports: {
      about: 'What was played, newest on top.',
      one: 'Press one to see which clusters played in full and which did not.',
      two: '“Not confirmed” means that no word came back, not that it played.',
      three: 'Word that comes late is added to the report by itself.',
    },
    report: {
      about: 'How one broadcast went at each cluster. Those with trouble stand on top.',
      one: 'While it sounds the page keeps itself up to date.',
      two: '“Copy” takes one sentence for a chat group; “Print” prints the whole table.',
      three: 'The column “Evidence” tells why the system says that it played.',
    },
    people: {
      about: 'Who has an account, with which roles and areas. This page is for administrators.',
      one: 'A forgotten password: press “Edit”, write a new one and hand it over.',
      two: 'A person may have several roles. A hamlet head broadcasts only in the chosen areas.',
      three: 'Somebody leaves: press “Lock the account”. Old reports keep the position.',
    },
    phone: {
      about: 'A registered telephone starts an emergency at once, without signing in.',
      one: 'Open this page on the very telephone, then press “Register this device”.',
      two: 'Put the EMERGENCY page on the home screen, so that one press opens it.',
      three: 'A lost telephone: press “Revoke”, it works at once.',
    },
  },
} satisfies typeof vi;
