/**
 * The Functions schema's `LocalTime`: the shop's clock, which a Function may compare with and never read
 * beyond the date. Values are `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` and `HH:MM:SS` in the shop's time zone.
 */
export function localTime(now: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(now));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((item) => item.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const time = `${part("hour")}:${part("minute")}:${part("second")}`;
  const moment = `${date}T${time}`;
  return {
    date,
    dateTimeAfter: ({ dateTime }: { dateTime: string }) => moment >= full(dateTime),
    dateTimeBefore: ({ dateTime }: { dateTime: string }) => moment < full(dateTime),
    dateTimeBetween: ({ startDateTime, endDateTime }: { startDateTime: string; endDateTime: string }) =>
      moment >= full(startDateTime) && moment < full(endDateTime),
    timeAfter: (input: { time: string }) => time >= clock(input.time),
    timeBefore: (input: { time: string }) => time < clock(input.time),
    timeBetween: ({ startTime, endTime }: { startTime: string; endTime: string }) => time >= clock(startTime) && time < clock(endTime),
  };
}

function full(dateTime: string): string {
  const [date = "", time = "00:00:00"] = dateTime.split("T");
  return `${date}T${clock(time)}`;
}

function clock(time: string): string {
  return time.length === 5 ? `${time}:00` : time.slice(0, 8);
}
