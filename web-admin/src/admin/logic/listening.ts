// What a browser is offered to hear an announcement: it plays the first that it can and that the server has.

export interface Source {
  src: string;
  type: string;
}

export function sources(announcement: string, sound: string | number): Source[] {
  const at = (part: string) => `/api/v1/announcements/${announcement}/${part}?v=${encodeURIComponent(sound)}`;
  return [
    { src: at('listen'), type: 'audio/mpeg' },
    { src: at('audio'), type: 'audio/ogg; codecs=opus' },
  ];
}
