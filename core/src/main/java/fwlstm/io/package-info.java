/** How files on local disks are written. */
package fwlstm.io;
