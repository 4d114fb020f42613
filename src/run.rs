//! `sparring serve`: brings the parts together, runs their loops, ends them in order. `backup` and `restore` are beside it.
//! It must not hold rules of its own.

mod backup;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::app::{App, DaysByDefault};
use crate::clock::Clock;
use crate::config::Config;
use crate::discord::{Discord, DiscordPost};
use crate::playbook::{Library, Watch};
use crate::process;
use crate::store::Store;

pub use backup::{back_up, restore};

/// The longest wait between two looks at what is due.
const TICK: Duration = Duration::from_secs(15);
/// How often the playbooks folder is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Serves until it is told to stop or Discord closes the connection for good.
///
/// # Errors
/// One sentence for the operator.
pub fn serve(
    config: &Config,
    library: Library,
    clock: Arc<dyn Clock>,
    watch: Watch<'static>,
) -> Result<(), Box<dyn std::error::Error>> {
    log(config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        config.token()?;
        let store = Store::open(config.database.url.reveal()).await?;
        let name = process::name(clock.now().timestamp_millis());
        let lease = config.delivery.lease_seconds.max(5);
        let days = &config.working_days;
        let days = DaysByDefault::read(&library, days.calendar.as_deref(), &days.days, &days.holidays)
            .map_err(|error| format!("[working_days] of the configuration: {error}"))?;
        let app = App::new(store, library, clock, name).with_days(days);
        let app = Arc::new(app.with_lease(TimeDelta::seconds(lease.into())));
        let discord = Discord::new(Arc::clone(&app), config)?;
        learn(&app);
        let (tell, stop) = watch::channel(false);
        let post = discord.post();
        let tick = TICK.min(Duration::from_secs(lease.into()) / 4);
        let ticker = tokio::spawn(send_due(Arc::clone(&app), post, tick, stop.clone()));
        let watcher = tokio::spawn(reload(Arc::clone(&app), watch, stop.clone()));
        let tender = tokio::spawn(tend(Arc::clone(&app), stop.clone()));
        tokio::spawn(async move {
            asked_to_stop().await;
            tracing::info!("stopping: what was started is finished first");
            tell.send_replace(true);
        });
        let result = discord.run(stop).await;
        watcher.abort();
        tender.abort();
        if result.is_ok() {
            // A ping that is on its way is waited for.
            ticker.await.ok();
        }
        app.store().close().await;
        Ok(result?)
    })
}

fn log(config: &Config) {
    let told: Result<Targets, _> = config.log.filter.parse();
    let wrong = told.as_ref().err().map(ToString::to_string);
    let filter = told.unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    // A log on a full disk must not end what a member waits for: telling of a line that was lost would panic.
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).log_internal_errors(false);
    let all = tracing_subscriber::registry().with(filter);
    // A second start in one process keeps the first's log.
    let started =
        if config.log.json { all.with(lines.json()).try_init() } else { all.with(lines).try_init() };
    started.ok();
    if let Some(why) = wrong {
        tracing::warn!(
            filter = config.log.filter,
            why,
            "log.filter is not understood; write it as level or target=level"
        );
    }
}

/// Recognisers learn when they are first asked for; here they are asked before a rep waits for it.
fn learn(app: &App) {
    let library = app.library();
    tokio::task::spawn_blocking(move || {
        library.playbooks.iter().for_each(|playbook| {
            playbook.recogniser();
        })
    });
}

async fn asked_to_stop() {
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    tokio::signal::ctrl_c().await.ok();
}

/// Looks for what is due: again at once while there is something, else at the next tick.
async fn send_due(app: Arc<App>, post: DiscordPost, tick: Duration, mut stop: watch::Receiver<bool>) {
    let stopping = stop.clone();
    loop {
        let round = app.send_all_due(&post, &|| *stopping.borrow()).await;
        let wait = match round {
            // What was claimed is sent, ended or put off: the next round finds others.
            Ok(round) if round.claimed > 0 => Duration::ZERO,
            Ok(_) => tick,
            Err(error) => {
                tracing::error!(%error, "cannot tell what is due");
                tick
            }
        };
        tokio::select! {
            () = pause(wait) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Tends follow-ups: their plans are looked at, again at once while there are more, else at the next tick.
async fn tend(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    notice_other_days(&app).await;
    loop {
        let wait = match app.tend().await {
            Ok(tended) if tended.looked_at > 0 => Duration::ZERO,
            Ok(_) => TICK,
            Err(error) => {
                tracing::error!(%error, "cannot tell which plans are to be looked at");
                TICK
            }
        };
        tokio::select! {
            () = pause(wait) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn notice_other_days(app: &App) {
    if let Err(error) = app.notice_other_days().await {
        tracing::error!(%error, "cannot tell by which days follow-ups were planned");
    }
}

/// Takes over changed playbooks; keeps the last good ones when the new ones have problems.
async fn reload(app: Arc<App>, mut watch: Watch<'static>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = pause(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let Some(changed) = watch.changed() else { continue };
        match app.reload(changed) {
            Ok(()) => {
                learn(&app);
                notice_other_days(&app).await;
                tracing::info!(files = changed.len(), "playbooks reloaded");
            }
            Err(problems) => {
                let places: Vec<String> = problems
                    .iter()
                    .take(10)
                    .map(|p| format!("{}:{}: {}", p.file.path, p.position().0, p.what))
                    .collect();
                tracing::error!(
                    count = problems.len(),
                    ?places,
                    "the changed playbooks have problems; the last good ones stay"
                );
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the loops look again at the store after every wait, so a restart loses nothing"
)]
async fn pause(wait: Duration) {
    tokio::time::sleep(wait).await;
}
