"""Where a workspace stands, in words: the labels and the facts of `status`. No buyer data."""

from __future__ import annotations

from schemas.wording.event_words import Wording

STATUS_LABELS = {
    "workspace": Wording("workspace", "ワークスペース"),
    "now": Wording("now", "現在"),
    "completed": Wording("completed", "完了した処理"),
    "last-run": Wording("last run", "前回の実行"),
    "covers": Wording("covers", "対象期間"),
    "open": Wording("open", "未対応"),
    "to-ship": Wording("to ship", "出荷"),
    "auto-cancel": Wording("auto-cancel", "自動キャンセル"),
    "held": Wording("held", "照合待ち"),
    "inbox": Wording("inbox", "受信フォルダ"),
    "stuck": Wording("stuck", "処理できないもの"),
    "to-watch": Wording("to watch", "要確認"),
    "settlement": Wording("settlement", "決済"),
    "next-deposit": Wording("next deposit", "次回の入金"),
    "plan": Wording("selling plan", "出品プラン"),
    "unassigned": Wording("unassigned", "未割り当て"),
}
STATUS_HEADINGS = {
    "run": Wording("run", "実行"),
    "feed": Wording("open in", "未対応のファイル"),
    "records": Wording("records", "件数"),
    "codes": Wording("codes", "コード"),
    "file": Wording("file", "保存先"),
    "code": Wording("code", "コード"),
    "name": Wording("name", "名前"),
    "count": Wording("count", "件数"),
    "counter": Wording("counter", "注文"),
    "value": Wording("value", "件数"),
    "rate": Wording("rate (estimate)", "指標(推定)"),
    "rate-now": Wording("now", "現在値"),
    "limit": Wording("limit", "基準"),
    "left": Wording("until the limit", "基準までの余裕"),
}
NO_RUN = Wording(
    "none yet: drop feeds into the inbox, then run `ordermill run`",
    "まだありません。ファイルを受信フォルダに入れ、`ordermill run`を実行してください",
)
LAST_RUN = Wording(
    "{run}, as of {as_of}, finished {ago}{old}, exit code {exit_code}, {folder}",
    "{run}、基準日時{as_of}、{ago}終了{old}、終了コード{exit_code}、{folder}",
)
TOO_OLD = Wording(", more than {hours} ago", "({hours}時間以上前)")
COVERS = Wording("{start} to {end}", "{start}から{end}まで")
COVERS_ALL = Wording("everything up to {end}", "{end}までのすべて")
COMPLETED = Wording("run {run}, which had been interrupted", "中断されていた実行{run}")
RUNNING = Wording(
    "run in progress{since}; this shows the run before it", "処理中です{since}。その前の実行の状態を表示しています"
)
UNPUBLISHED = Wording(
    "run {run} is committed, not yet published; this shows the run before it",
    "実行{run}は確定済みですが、まだ公開されていません。その前の実行の状態を表示しています",
)
RUNNING_SINCE = Wording(" since {at}", "({at}から)")
NOTHING_OPEN = Wording("nothing rejected or refused is open", "未対応のエラーはありません")
OPEN_COUNTS = Wording("{feeds} refused whole, {records} rejected", "ファイル全体{feeds}件、データ{records}件")
WHOLE_FEED = Wording("whole", "全体")
TO_SHIP = Wording(
    "{today:,} today ({day}), {overdue:,} overdue, {whole:,} in all",
    "本日({day}){today:,}件、期限超過{overdue:,}件、全部で{whole:,}件",
)
OVERDUE = Wording("overdue: {orders}", "期限超過:{orders}")
AUTO_CANCEL = Wording("{count} within 7 days", "7日以内に{count}件")
HELD_ONE = Wording("{count} waiting for its order or shipment", "注文または出荷を待つデータ{count}件")
HELD = Wording("{count} waiting for their order or shipment", "注文または出荷を待つデータ{count}件")
INBOX = Wording("{count} waiting in {folder}", "{folder}に{count}件")
UNREMOVED = Wording(
    ", {count} read but not removable: {names}", "、読み込み済みで削除できないファイル{count}件:{names}"
)
LAST_SETTLEMENT = Wording("{id}: {yen:,} yen, deposit {day}", "{id}:{yen:,}円、入金日{day}")
PLAN_COSTS = {
    "monthly_yen": Wording("{yen:,} yen a month, next on {day}", "月額{yen:,}円、次回は{day}"),
    "per_unit_yen": Wording("{yen:,} yen a unit", "1点につき{yen:,}円"),
}
NO_PLAN_COSTS = Wording("no fee", "料金なし")
UNASSIGNED = Wording(
    "{count} with the default fee category or tax class of fees.toml",
    "fees.tomlの既定の手数料区分または税区分で計算したSKU{count}件",
)
RATE_NAMES = {
    "pre-fulfilment-cancel-rate": Wording("canceled before shipment, 7 days", "出荷前キャンセル率(7日)"),
    "late-shipment-rate-10-days": Wording("shipped late, 10 days", "出荷遅延率(10日)"),
    "late-shipment-rate-30-days": Wording("shipped late, 30 days", "出荷遅延率(30日)"),
    "valid-tracking-rate": Wording("with tracking, 30 days", "追跡可能率(30日)"),
}
LIMITS = {
    "at most": Wording("at most {limit} %", "{limit}%以下"),
    "at least": Wording("at least {limit} %", "{limit}%以上"),
}
RATE = Wording("{rate} % ({part:,} of {whole:,})", "{rate}%({whole:,}件中{part:,}件)")
NO_RATE = Wording("nothing to count", "対象なし")
LEFT = Wording("{count:,} more", "あと{count:,}件")
TOO_MANY = Wording("passed by {count:,}", "{count:,}件超過")
WATCH_NAMES = {
    "stale-pending": Wording("stale-pending", "長期の保留中"),
    "unpriced": Wording("unpriced", "価格不明"),
    "foreign": Wording("foreign", "他の注文"),
    "do-not-ship-yet": Wording("do-not-ship-yet", "出荷見合わせ"),
    "not-in-marketplace": Wording("not-in-marketplace", "マーケットプレイスにない注文"),
    "gone-from-pending": Wording("gone-from-pending", "保留中から消えた注文"),
}
"""English names what is to be watched as run.json does."""
COUNTER_NAMES = {
    "known": Wording("known", "登録された注文"),
    "reported": Wording("reported", "報告済み"),
    "pending": Wording("pending", "保留中"),
    "canceled-before-verification": Wording("canceled-before-verification", "支払い前のキャンセル"),
    "before-our-time": Wording("before-our-time", "受信時に終了済み"),
}
STUCK_REASONS = {
    "link": Wording("a link, never read", "リンクのため読み込みません"),
    "special": Wording("no regular file", "通常のファイルではありません"),
    "folder": Wording("a folder, never read", "フォルダのため読み込みません"),
    "unreadable": Wording("cannot be read", "読み込めません"),
    "cannot-remove": Wording("read, but cannot be removed", "読み込み済みですが削除できません"),
}
AGO = {
    "now": Wording("just now", "たった今"),
    "minute": Wording("a minute ago", "1分前に"),
    "minutes": Wording("{count} minutes ago", "{count}分前に"),
    "hours": Wording("{count} hours ago", "{count}時間前に"),
    "days": Wording("{count} days ago", "{count}日前に"),
}
