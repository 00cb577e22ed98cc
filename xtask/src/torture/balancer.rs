//! What stands before two nodes and gives each connection to the next of them.

use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    thread,
};

use crate::process::{Failure, Result};

/// Listens at an address and leads to the others in turns, until this process ends.
pub(super) fn start(at: SocketAddr, nodes: &[SocketAddr]) -> Result<()> {
    let listener = TcpListener::bind(at).map_err(|error| Failure::new(format!("{at}: {error}")))?;
    let nodes = nodes.to_vec();
    thread::spawn(move || {
        for (client, node) in listener.incoming().zip(nodes.iter().cycle()) {
            let joined = client.and_then(|client| Ok((client, TcpStream::connect(node)?)));
            if let Ok((client, node)) = joined {
                // A connection that fails is the client's to open again.
                let _ = join(client, node);
            }
        }
    });
    Ok(())
}

/// Copies both ways, each on a thread of its own.
fn join(client: TcpStream, node: TcpStream) -> io::Result<()> {
    for (mut from, mut to) in [(client.try_clone()?, node.try_clone()?), (node, client)] {
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(())
}
